"""Evaluates the cases of a file with the opa-wasmtime package, under wasmtime: without data, then with them.

Prints one line for each: the result set, or `trap`.
"""

import json
import sys

from opa_wasmtime import OPAPolicy
from wasmtime import Trap, WasmtimeError


def evaluate_all(policy, cases):
    for case in cases:
        try:
            print(json.dumps(policy.evaluate(case["input"], case["entrypoint"])))
        except (Trap, WasmtimeError):
            print("trap")


module, file = sys.argv[1:]
with open(file, encoding="utf-8") as content:
    cases = json.load(content)
policy = OPAPolicy(module, min_memory=2)
evaluate_all(policy, cases["evaluations"])
policy.set_data(cases["data"])
evaluate_all(policy, cases["evaluations"])
