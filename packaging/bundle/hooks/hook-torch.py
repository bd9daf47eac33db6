"""What the bundle takes of PyTorch: its modules and libraries, without sources, headers and tests."""

from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_dynamic_libs, collect_submodules

LEFT_OUT = (
    "torch.testing._internal",
    "torch._inductor",
    "torch.utils.benchmark",
    "torch.utils.tensorboard",
    "torch.onnx",
    "torch.distributed.pipelining",
    "torch.distributed._shard.checkpoint",
)
TESTS = ("torchbind_test", "jitbackend_test", "backend_with_compiler", "aoti_custom_ops")

module_collection_mode = "pyz"
warn_on_missing_hiddenimports = False
hiddenimports = collect_submodules(
    "torch", filter=lambda name: not name.startswith(LEFT_OUT), on_error="ignore"
)
binaries = [
    (source, folder)
    for source, folder in collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
    if not any(name in source for name in TESTS)
]
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]  # PyTorch looks for its libraries beside the first one
