"""The parts of PyTorch in the bundle: modules, with the sources that PyTorch reads itself, and libraries."""

import re
from pathlib import Path

from PyInstaller.utils.hooks import (
    PY_DYLIB_PATTERNS,
    collect_dynamic_libs,
    collect_submodules,
    get_package_paths,
)

READS_ITSELF = re.compile(
    r"install_config_module\(|@_overload|jit\._overload|jit\.script|getsource|boolean_dispatch"
)
TESTS = ("torchbind_test", "jitbackend_test", "backend_with_compiler", "aoti_custom_ops")

top, package = (Path(path) for path in get_package_paths("torch"))
read = [file for file in package.rglob("*.py") if READS_ITSELF.search(file.read_text("utf-8", "replace"))]
module_collection_mode = {"torch": "pyz"} | {
    ".".join(file.relative_to(top).with_suffix("").parts).removesuffix(".__init__"): "pyz+py"
    for file in read
    if file.name != "__init__.py"  # a package's mode is that of everything in it
}
datas = [(str(file), str(file.parent.relative_to(top))) for file in read if file.name == "__init__.py"]
warn_on_missing_hiddenimports = False
hiddenimports = collect_submodules("torch", filter=lambda name: "benchmark" not in name, on_error="ignore")
binaries = [
    (source, folder)
    for source, folder in collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
    if not any(name in source for name in TESTS)
] + [(str(file), "torch/bin") for file in (package / "bin").glob("torch_shm_manager*")]
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]  # PyTorch looks for its libraries beside the first one
