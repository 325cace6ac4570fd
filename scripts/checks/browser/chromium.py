"""A headless Chromium, driven by the DevTools protocol over a pipe: messages are JSON, each ended by a NUL."""
import json
import os
import select
import subprocess
import tempfile
import time


class Browser:
    def __init__(self, limit=50):
        self.deadline = time.monotonic() + limit
        # A helper of the browser may outlive it by a moment, and write there.
        self.folder = tempfile.TemporaryDirectory(prefix="gradus-browser-", ignore_cleanup_errors=True)
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()

        def places():
            # Chromium reads commands from 3 and answers on 4.
            a, b = os.dup(to_browser), os.dup(from_browser)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--remote-debugging-pipe", "--user-data-dir=" + self.folder.name,
             "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=places)
        os.close(to_browser)
        os.close(from_browser)
        self.number = 0
        self.pending = b""
        self.events = []

    def close(self):
        try:
            self.send("Browser.close")
            self.process.wait(timeout=max(1, self.deadline - time.monotonic()))
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.write_end)
        os.close(self.read_end)
        self.folder.cleanup()

    def message(self):
        while b"\0" not in self.pending:
            left = self.deadline - time.monotonic()
            if left <= 0 or not select.select([self.read_end], [], [], left)[0]:
                raise TimeoutError("Chromium does not answer")
            piece = os.read(self.read_end, 1 << 20)
            if not piece:
                raise ConnectionError("Chromium has ended")
            self.pending += piece
        one, self.pending = self.pending.split(b"\0", 1)
        return json.loads(one)

    def send(self, method, params=None, session=None):
        """The answer to a command; events that come before it are kept."""
        self.number += 1
        call = {"id": self.number, "method": method, "params": params or {}}
        if session:
            call["sessionId"] = session
        data = json.dumps(call).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method, session):
        while True:
            for at, event in enumerate(self.events):
                if event.get("method") == method and event.get("sessionId") == session:
                    return self.events.pop(at)
            self.events.append(self.message())


class Page:
    """One file in a tab of its own, of so many pixels; remembers what it asked for and complained about."""

    def __init__(self, browser, url, width=1200, height=900, dark=False):
        self.browser = browser
        target = browser.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = browser.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(domain + ".enable")
        self.send("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500})
        if dark:
            self.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        self.url = url
        self.send("Page.navigate", {"url": url})
        browser.wait_for("Page.loadEventFired", self.session)

    def send(self, method, params=None):
        return self.browser.send(method, params, self.session)

    def run(self, script):
        """The value of a script's last expression."""
        answer = self.send("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "an exception"))
        return answer["result"].get("value")

    def media(self, name):
        self.send("Emulation.setEmulatedMedia", {"media": name})

    def complaints(self):
        """Console messages, exceptions, and requests but for the page itself."""
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        out = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            method, params = event["method"], event["params"]
            if method == "Log.entryAdded":
                out.append("log: " + params["entry"]["text"])
            elif method == "Runtime.consoleAPICalled":
                out.append("console: " + str(params["args"]))
            elif method == "Runtime.exceptionThrown":
                out.append("exception: " + params["exceptionDetails"]["text"])
            elif method == "Network.requestWillBeSent":
                asked = params["request"]["url"]
                if asked != self.url and not asked.startswith("data:"):
                    out.append("request: " + asked)
        return out
