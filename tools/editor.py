"""Put the web editor into theme/static/admin/vendor/: Sveltia CMS and what it needs, from the packages as npm has them.

    npm pack @sveltia/cms@0.221.1 immutable@5.1.9
    python -m tools.editor sveltia-cms-0.221.1.tgz immutable-5.1.9.tgz

Nothing is taken from a package whose hash is not the one below. The editor would ask other hosts for its language, its
libraries, the state of GitHub and the editors' portraits: those addresses are replaced, and what it reads passes
through our script; each as often as expected, or nothing is written. Words that it lacks in Chinese are in
editor-words.json.
"""

import io
import json
import re
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "theme/static/admin/vendor"
WORDS = Path(__file__).with_name("editor-words.json")
CMS, IMMUTABLE = "sveltia-cms-0.221.1.tgz", "immutable-5.1.9.tgz"
HASHES = {
    CMS: "cfc6193c6c17c3d1d97c85bc2d63ec3655ba2a844b37c6fe5759f1a80821bb02",
    IMMUTABLE: "9481d33c209e07f82933a0f8132348ee9325d72ce196ebc47a93b9b2703f3068",
}
SANS = "source-sans-3-latin-wght-normal-BqRLTx4X.woff2"
MONO = "noto-mono-latin-400-normal-DiC8lJru.woff2"
ICONS = "material-symbols-outlined-latin-wght-normal-_Z1IJPLg.woff2"
# (package, file there, file here)
FILES = (
    (CMS, "npm/index.js", "sveltia-cms.js"),
    (CMS, "npm/chunks/react-B5rWoXIC.js", "chunks/react-B5rWoXIC.js"),
    (CMS, "npm/chunks/react-dom-DwWAebfb.js", "chunks/react-dom-DwWAebfb.js"),
    (CMS, f"npm/assets/{SANS}", f"assets/{SANS}"),
    (CMS, "npm/assets/source-sans-3.LICENSE.txt", "assets/source-sans-3.LICENSE.txt"),
    (CMS, f"npm/assets/{MONO}", f"assets/{MONO}"),
    (CMS, "npm/assets/noto-mono.LICENSE.txt", "assets/noto-mono.LICENSE.txt"),
    (CMS, f"npm/assets/{ICONS}", f"assets/{ICONS}"),
    (CMS, "npm/assets/material-symbols-outlined.LICENSE.txt", "assets/material-symbols-outlined.LICENSE.txt"),
    (CMS, "locales/zh-CN.json", "zh-CN.js"),
    (CMS, "LICENSE.txt", "sveltia-cms.LICENSE.txt"),
    (IMMUTABLE, "dist/immutable.es.js", "immutable.js"),
    (IMMUTABLE, "LICENSE", "immutable.LICENSE.txt"),
)  # fmt: skip
# (what the editor says, what it says here, how often)
ASSETS = "../static/admin/vendor/assets"
REWRITTEN = (
    (r"import\(`\.\./locales/zh-CN\.json`\)", "import(`./zh-CN.js`)", 1),
    (r"import\(`\.\./locales/[A-Za-z-]+\.json`\)", "Promise.reject(Error(`not here`))", 27),
    (r"import\(`immutable`\)", "import(`./immutable.js`)", 1),
    (r"await ZR\(Rye\)", "{status:{indicator:`none`}}", 1),
    (r"await ZR\(Vbe\)", "{result:{status_overall:{status_code:100}}}", 1),
    (r"https://unpkg\.com", ".", 4),
    # A list of one may be written without its brackets; the editor would drop it (admin.js).
    (r"g=qR\(m\)", "g=window.nuanwenRead(qR(m),m)", 1),
    # Portraits are on hosts that the page's policy refuses; an icon stands in their place.
    (r"avatarURL:i\.avatar_url", "avatarURL:void 0", 1),
    (r"R\(t\)\.authorAvatarURL\?e\(a\):e\(o,-1\)", "e(o,-1)", 1),
    # Styles stand in the page, so their addresses begin there: at /admin/.
    (r"https://cdn\.jsdelivr\.net/fontsource/fonts/source-sans-3[^)]*", f"{ASSETS}/{SANS}", 1),
    (r"https://cdn\.jsdelivr\.net/fontsource/fonts/noto-mono[^)]*", f"{ASSETS}/{MONO}", 1),
    (r"https://cdn\.jsdelivr\.net/fontsource/fonts/material[^)]*", f"{ASSETS}/{ICONS}", 1),
    (r"\n//# sourceMappingURL=\S+", "", 1),
)  # fmt: skip


def vendored(packages: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the folder, from packages by their names.

    raises  ValueError for a package that is another
    """
    for name, expected in HASHES.items():
        if sha256(packages.get(name, b"")).hexdigest() != expected:
            raise ValueError(f"{name}: not the package of this hash: {expected}")
    found = {}
    for package, path, name in FILES:
        data = _read(packages[package], f"package/{path}")
        if name == "sveltia-cms.js":
            data = _rewritten(data.decode()).encode()
        elif name == "zh-CN.js":
            # A slug is 短名 in every message of ours.
            words = _joined(json.loads(data.decode().replace("别名", "短名")), json.loads(WORDS.read_text("utf-8")))
            data = f"export default {json.dumps(words, ensure_ascii=False, separators=(',', ':'))}".encode()
        elif name.endswith(".js"):
            data = re.sub(rb"\n//# sourceMappingURL=\S+", b"", data)
        found[name] = data
    hashes = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(found.items()))
    return {**found, "SHA256SUMS": hashes.encode()}


def _read(package: bytes, path: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        file = archive.extractfile(path)
        assert file
        return file.read()


def _joined(theirs: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Words for what they have none for.

    raises  ValueError if they have one by now
    """
    for name, word in ours.items():
        if isinstance(word, dict):
            theirs[name] = _joined(theirs.get(name, {}), word)
        elif name in theirs:
            raise ValueError(f"zh-CN.json says {name} itself: take it out of {WORDS.name}")
        else:
            theirs[name] = word
    return theirs


def _rewritten(text: str) -> str:
    for pattern, instead, times in REWRITTEN:
        text, count = re.subn(pattern, instead, text)
        if count != times:
            raise ValueError(f"sveltia-cms.js: {pattern} occurs {count} times, not {times}")
    return text


def main(*files: str) -> None:
    for name, data in vendored({Path(file).name: Path(file).read_bytes() for file in files}).items():
        target = FOLDER / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main(*sys.argv[1:])
