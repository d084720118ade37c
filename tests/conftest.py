"""What all tests share: the marks of hidden suites, a browser, Jupyter servers."""

import contextlib
import os
import socket
import subprocess
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path

# Before torch is imported, and for every process that a test starts: where cores are busy, threads that wait
# for each other take several times as long.
os.environ["OMP_NUM_THREADS"] = "1"

import pytest

from autograder.suite import MARKERS

PATIENCE = 120  # for a server to start [s]


def pytest_configure(config: pytest.Config) -> None:
    """Know the marks of hidden suites: `autograder.testing` makes them when it is imported."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.fixture(scope="module")
def browser():
    """A real browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """Starts a Jupyter server with a home of its own, `jupyter("lab", folder, *options)`; its address.

    Its token is "t"; `settings` are files of that home, by path.
    """
    with contextlib.ExitStack() as stack:

        def start(kind, folder, *options, settings=None):
            home = tmp_path_factory.mktemp("home")
            for path, text in (settings or {}).items():
                (home / path).parent.mkdir(parents=True, exist_ok=True)
                (home / path).write_text(text)
            return stack.enter_context(_jupyter_server(kind, folder, home, options))

        yield start


@contextlib.contextmanager
def _jupyter_server(kind, folder, home, options):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    scripts = Path(sysconfig.get_path("scripts"))
    command = [scripts / "jupyter", kind, "--no-browser", "--allow-root", f"--ServerApp.port={port}"]
    command += ["--IdentityProvider.token=t", f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1"]
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "PATH": f"{scripts}:/usr/bin:/bin",
    }
    with (home / "log").open("w") as log:
        process = subprocess.Popen([*command, *options], cwd=folder, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(f"{address}/api/status?token=t", process, home / "log")
        yield address
    finally:
        process.terminate()
        process.wait()


def _await(address, process, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(address).close()
            return
        time.sleep(0.2)
    pytest.fail(f"Jupyter did not start: {log.read_text()[-2000:]}")
