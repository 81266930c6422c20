#!/usr/bin/env python3
"""Holds what a program touched, as strace -ff -y tells it, against the file rules of an AppArmor profile.

usage: apparmor.py PROFILE ROOT TRACE...   ROOT is where the program saw /; what is told begins with its start, /app/bridge
Prints what the profile would refuse, and fails; then the rules that nothing needed.
"""
import os
import re
import sys

NETWORK = re.compile(r"^\s*(network \w+ \w+),$")
SOCKET = re.compile(r"^AF_(\w+), SOCK_(\w+)")
RULE = re.compile(r"^\s*(?:owner\s+)?((?:/|@\{PROC\})\S*)\s+(\S+),$")
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (\d+)(?:<(.*?)>)?")
DESCRIPTOR = re.compile(r"^\d+<(.*?)>")
TEXT = re.compile(r'(?:AT_FDCWD<(.*?)>, |^)"([^"]*)"')


def expression(pattern):
    """A regular expression of an AppArmor pattern."""
    pattern = pattern.replace("@{PROC}", "/proc").replace("@{pid}", "[0-9]*").replace("@{tid}", "[0-9]*")
    out, depth = "", 0
    for part in re.findall(r"\*\*|\*|\?|\[[^\]]*\]|[{},]|.", pattern):
        if part == "**":
            out += ".+" if out.endswith("/") else ".*"
        elif part == "*":
            out += "[^/]+" if out.endswith("/") else "[^/]*"
        elif part == "?":
            out += "[^/]"
        elif part[0] == "[":
            out += part
        elif part == "{":
            out, depth = out + "(?:", depth + 1
        elif part == "}":
            out, depth = out + ")", depth - 1
        elif part == "," and depth:
            out += "|"
        else:
            out += re.escape(part)
    return re.compile(out + r"\Z")


def wanted(name, arguments, result):
    """Path and permissions that a call that succeeded has needed; nothing for most."""
    descriptor = DESCRIPTOR.match(arguments)
    text = TEXT.search(arguments)
    absolute = text and (text[2] if text[2].startswith("/") else (text[1] or "") + "/" + text[2])
    if name in ("open", "openat") and result and "O_PATH" not in arguments:
        access = "rw" if "O_RDWR" in arguments else "w" if "O_WRONLY" in arguments else "r"
        if "O_CREAT" in arguments or "O_TRUNC" in arguments:
            access += "w"
        yield result.rstrip("/") + ("/" if os.path.isdir(result) else ""), access
    elif name in ("socket", "socketpair"):
        kind = SOCKET.match(arguments)
        yield f"network {kind[1].lower()} {kind[2].lower()}", "n"
    elif name == "execve":
        yield absolute, "x"
    elif name == "mmap" and "PROT_EXEC" in arguments:
        shared = re.search(r", \d+<(/.*?)>", arguments)
        if shared:
            yield shared[1], "m"
    elif descriptor and (name == "flock" or name == "fcntl" and "SETLK" in arguments):
        yield descriptor[1], "k"
    elif descriptor and name in ("ftruncate", "fchmod", "fchown"):
        yield descriptor[1], "w"
    elif absolute and re.match(r"unlink|rename|mkdir|rmdir|chmod|fchmodat|chown|symlink|link|truncate|utimensat|mknod", name):
        yield absolute, "w"


def touched(root, traces):
    """What was touched: path and permissions, since the program has started."""
    for trace in traces:
        running = False
        with open(trace, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                # Each thread has a file of its own; that of the first begins with what puts it into its root.
                running = running or not line.startswith("execve(") or 'execve("/app/bridge"' in line
                call = running and CALL.match(line.replace(" (deleted)", ""))
                if not call:
                    continue
                for path, access in wanted(call[1], call[2], call[4]):
                    # What has no name in the file system, such as pipe:[7], is under no file rule.
                    if path.startswith(("/", "network ")):
                        yield path[len(root):] if path.startswith(root + "/") else path, access


def main(profile, root, *traces):
    """Compares."""
    with open(profile, encoding="utf-8") as lines:
        lines = list(lines)
    rules = [(rule[0].strip(), expression(rule[1]), rule[2]) for rule in map(RULE.match, lines) if rule]
    rules += [(rule[0].strip(), re.compile(re.escape(rule[1])), "n") for rule in map(NETWORK.match, lines) if rule]
    needed, refused, used = set(touched(root, traces)), set(), set()
    for path, access in needed:
        for letter in set(access):
            matching = [text for text, pattern, given in rules if letter in given and pattern.match(path)]
            used.update(matching)
            if not matching:
                refused.add(f"{path} {letter}")
    for line in sorted(refused):
        print(f"refused: {line}")
    for text, _, _ in rules:
        if text not in used:
            print(f"not needed in this run: {text}")
    print(f"{len(needed)} accesses, {len(refused)} of them refused")
    return 1 if refused or not needed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
