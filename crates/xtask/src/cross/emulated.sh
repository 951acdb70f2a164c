#!/bin/sh
# Runs the arm64 program that EMULATED_PROGRAM names, for tests that want to start one file. `cargo xtask cross` sets that.
exec qemu-aarch64-static "$EMULATED_PROGRAM" "$@"
