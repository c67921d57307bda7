/** botui's own first example: a box, and one reply to whatever is written. */

import "@botui/react/default-theme";
import { BotUI, BotUIAction, BotUIMessageList } from "@botui/react";
import { createBot } from "botui";
import React, { useEffect } from "react";
import { createRoot } from "react-dom/client";

const bot = createBot();
const HINT = [{ placeholder: "Type here" }, { actionType: "input" }];

async function talk() {
  await bot.message.add({ text: "Hello" });
  await bot.action.set(...HINT);
  await bot.message.add({ text: "What matters to you?" });
  await bot.action.set(...HINT);
}

function Chat() {
  useEffect(() => void talk(), []);
  return <BotUI bot={bot}><BotUIMessageList /><BotUIAction /></BotUI>;
}

createRoot(document.getElementById("here")).render(<Chat />);
