# ruff: noqa: PLW1510, S113, S323, S501, S602, S605, S608, UP031
# Not run: what the rules in ways.yml find, and what they leave alone. `semgrep --test` reads the marks.
import hmac
import os
import smtplib
import ssl
import subprocess
import urllib.request

import requests
from flask import redirect, request, url_for


def to_the_database(self, name):
    # ruleid: no-value-in-sql
    self._db.query(f"select * from staff where name = '{name}'")
    # ruleid: no-value-in-sql
    self._db.execute("delete from staff where name = '%s'" % name)
    # ruleid: no-value-in-sql
    self._db.execute("delete from staff where name = " + name)
    # ok: no-value-in-sql
    self._db.query("select * from staff where name = :name", name=name)


def to_a_program(words):
    # ruleid: no-shell
    subprocess.run(f"espeak-ng {words}", shell=True)
    # ruleid: no-shell
    os.system("espeak-ng " + words)
    # ok: no-shell
    subprocess.run(["espeak-ng", words], check=True)


def with_a_secret(self, given, secret):
    # ruleid: no-secret-compared-by-equals
    if given == secret:
        return True
    # ruleid: no-secret-compared-by-equals
    if self._secret != given:
        return False
    # ok: no-secret-compared-by-equals
    if secret == "":
        return False
    # ok: no-secret-compared-by-equals
    return hmac.compare_digest(given.encode(), secret.encode())


def to_another_machine(settings, pool, words):
    # ruleid: no-machine-that-nobody-set
    requests.post("https://speech.example.com/recognise", data=words)
    # ruleid: no-machine-that-nobody-set
    smtplib.SMTP("mail.example.com", 25)
    # ok: no-machine-that-nobody-set
    requests.post(settings.webhook, json={"concern": "one"})
    # ok: no-machine-that-nobody-set
    pool.request("GET", "http://127.0.0.1:8000/readyz")
    # ruleid: no-certificate-unseen
    requests.get(settings.webhook, verify=False)
    # ruleid: no-certificate-unseen
    ssl._create_unverified_context()
    # ok: no-certificate-unseen
    requests.get(settings.webhook)


def where_somebody_says():
    # ruleid: no-address-from-a-person
    urllib.request.urlopen(request.args["picture"])
    # ruleid: no-address-from-a-person
    redirect(request.args["next"])
    # ok: no-address-from-a-person
    return redirect(url_for("talk.page", conversation_id=request.view_args["conversation_id"]))
