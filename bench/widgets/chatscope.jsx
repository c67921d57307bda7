/** chatscope's own first example: a list of messages and a box, with one reply to whatever is written. */

import "@chatscope/chat-ui-kit-styles/dist/default/styles.min.css";
import { ChatContainer, MainContainer, Message, MessageInput, MessageList } from "@chatscope/chat-ui-kit-react";
import React, { useState } from "react";
import { createRoot } from "react-dom/client";

function Chat() {
  const [messages, put] = useState([]);
  const send = (_html, text) => put([...messages, { message: text, direction: "outgoing", position: "single" }, { message: "What matters to you?", direction: "incoming", position: "single" }]);
  return (
    <MainContainer>
      <ChatContainer>
        <MessageList>{messages.map((model, at) => <Message key={at} model={model} />)}</MessageList>
        <MessageInput placeholder="Type message here" onSend={send} />
      </ChatContainer>
    </MainContainer>
  );
}

createRoot(document.getElementById("here")).render(<Chat />);
