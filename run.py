"""Sets the product up on a machine that has Python alone, then serves or tests it.

Standard library only: nothing else is there yet when this file runs.
"""

import argparse
import base64
import ctypes.util
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
ENVIRONMENT = HOME / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = HOME / "requirements.txt"
STAMP = ENVIRONMENT / "lock.sha256"

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
TEST_LIBRARIES = {"atomic": "libatomic1"}  # the browser's driver needs it
TEST_PROGRAMS = {
    "chromium-headless-shell": "chromium-headless-shell",
    "pdftoppm": "poppler-utils",
    "git": "git",
    "strace": "strace",
}
POSTGRES_PROGRAMS = "/usr/lib/postgresql/*/bin/initdb"

SECRETS = (
    "CREDIT_BANK_SECRET_KEY",
    "CREDIT_BANK_SEALING_KEY",
    "CREDIT_BANK_INDEX_KEY",
    "CREDIT_BANK_PROOF_KEY",
    "CREDIT_BANK_ISSUING_KEY",
)

MISSING_PACKAGES = 3
STEP_FAILED = 4


def say(chinese: str, english: str) -> None:
    """Print one line of progress in both languages."""
    print(f"▸ {chinese}  {english}", flush=True)


def stop(code: int, chinese: str, english: str) -> None:
    """Print what went wrong and what to do, and end with `code`."""
    print(f"✗ {chinese}\n  {english}", file=sys.stderr, flush=True)
    raise SystemExit(code)


def run_step(command: list[str], chinese: str, english: str) -> None:
    """Run one command of the set-up quietly; show what it said only when it fails."""
    say(chinese, english)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd=HOME)
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
        stop(
            STEP_FAILED,
            f"这一步没有成功（退出码 {done.returncode}）：{' '.join(command)}。"
            "请按上面的提示处理后重新运行，已完成的步骤不会重做。",
            "This step failed; mend what is shown above and run the command again, finished steps are kept.",
        )


def missing_packages(*, tests: bool) -> list[str]:
    """Return the Debian packages that are still needed."""
    libraries = LIBRARIES | (TEST_LIBRARIES if tests else {})
    missing = [package for library, package in libraries.items() if not ctypes.util.find_library(library)]
    if not importable("ensurepip"):
        missing.append("python3-venv")
    if tests:
        missing += [package for program, package in TEST_PROGRAMS.items() if not shutil.which(program)]
        if not list(Path("/").glob(POSTGRES_PROGRAMS.lstrip("/"))):
            missing.append("postgresql")
    return missing


def importable(module: str) -> bool:
    """Tell whether this Python has a module; Debian leaves some out."""
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def install_packages(packages: list[str]) -> None:
    """Install Debian packages, or say which command would."""
    if not packages:
        return
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        stop(
            MISSING_PACKAGES,
            f"还缺系统软件包，请先运行：sudo apt-get install -y {names}",
            f"System packages are missing. Please run first: sudo apt-get install -y {names}",
        )
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run_step(["apt-get", "update", "-q"], "更新软件包目录", "Updating the package list")
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    run_step(command, f"安装系统软件包 {names}", "Installing system packages")


def install_requirements() -> None:
    """Make the environment and install the locked requirements, unless that was done for this very lock."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("建立运行环境", "Making the environment")
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r"]
    run_step(
        [*command, str(LOCK)], "安装依赖（首次约需一分钟）", "Installing requirements (about a minute the first time)"
    )
    STAMP.write_text(wanted)


def set_up(*, tests: bool) -> None:
    """Bring the machine to where the product can run; quick and quiet when nothing is missing."""
    began = time.monotonic()
    install_packages(missing_packages(tests=tests))
    install_requirements()
    say(f"准备就绪（{time.monotonic() - began:.1f} 秒）", "Ready")


def hand_over(arguments: list[str]) -> None:
    """Become the product's own Python."""
    os.chdir(HOME)
    os.execv(str(PYTHON), [str(PYTHON), *arguments])


def load_secrets() -> None:
    """Take the keys of this house from its own file; what it lacks is made once. Set ones are left alone."""
    folder = Path(os.environ.get("CREDIT_BANK_FOLDER") or HOME / "var")
    kept = folder / "secrets.json"
    if os.environ.get("CREDIT_BANK_PRODUCTION", "") not in {"", "0"}:
        return  # there, keys come from the environment alone
    known = json.loads(kept.read_text()) if kept.exists() else {}
    fresh = {name: base64.b64encode(os.urandom(32)).decode() for name in SECRETS if name not in known}
    if fresh:
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(known | fresh, indent=2))
    for name, key in (known | fresh).items():
        os.environ.setdefault(name, key)


def main(words: list[str]) -> None:
    """Read the command line: `serve` (also without a word) and `sample` are the product's, `test` is pytest's."""
    parser = argparse.ArgumentParser(prog="run.py", description="学分银行 Credit bank")
    commands = parser.add_subparsers(dest="command")
    test = commands.add_parser("test", help="运行全部测试，其后可写 pytest 的参数 run every test", add_help=False)
    test.add_argument("--full", action="store_true", help="含长时测试 the long forms too")
    serve = commands.add_parser("serve", help="启动网站（默认） serve the site, the default")
    serve.add_argument("--host", help="地址 the address to listen at")
    serve.add_argument("--port", type=int, help="端口 the port")
    serve.add_argument("--no-sample", action="store_true", help="不载入示例数据 without the sample data")
    sample = commands.add_parser("sample", help="载入并扩充示例数据 load the sample and let it grow")
    sample.add_argument("--scale", help="倍数 how many times the manual's figures")
    if not words or (words[0].startswith("-") and words[0] not in {"-h", "--help"}):
        words = ["serve", *words]
    known, rest = parser.parse_known_args(words)
    if rest and known.command != "test":
        parser.error(f"不认识的参数 unknown words: {' '.join(rest)}")
    set_up(tests=known.command == "test")
    if known.command == "test":
        os.environ["CREDIT_BANK_FULL_TESTS"] = "1" if known.full else ""
        hand_over(["-m", "pytest", "-n", "auto", "--dist", "loadfile", *rest])
    load_secrets()
    hand_over(["-m", "backoffice.serve", *words])


if __name__ == "__main__":
    main(sys.argv[1:])
