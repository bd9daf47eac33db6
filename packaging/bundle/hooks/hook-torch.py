"""What the bundle takes of PyTorch: modules without their sources, and libraries without those of PyTorch's tests."""

from PyInstaller.utils.hooks import PY_DYLIB_PATTERNS, collect_dynamic_libs, collect_submodules

LEFT_OUT = ("torch.testing._internal", "torch.utils.benchmark", "torch.utils.tensorboard", "torch.onnx")
TESTS = ("torchbind_test", "jitbackend_test", "backend_with_compiler", "aoti_custom_ops")

module_collection_mode = "pyz"
warn_on_missing_hiddenimports = False
hiddenimports = collect_submodules(
    "torch", filter=lambda name: not name.startswith(LEFT_OUT), on_error="ignore"
)
excludedimports = ["torch.testing._internal", "torch.utils.tensorboard"]
binaries = [
    (source, folder)
    for source, folder in collect_dynamic_libs("torch", search_patterns=[*PY_DYLIB_PATTERNS, "*.so.*"])
    if not any(name in source for name in TESTS)
]
bindepend_symlink_suppression = ["**/torch/lib/*.so*"]  # PyTorch looks for its libraries beside the first one
