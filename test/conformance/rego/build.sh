#!/bin/sh
# Builds the bundles in this folder from their sources, with a real OPA that has WebAssembly (`opa version` says so; made with 1.22.2):
#   ./build.sh /path/to/opa KEY.pem
# KEY.pem is any P-256 private key (`policyc keygen --alg ES256`); its public half is kept beside the bundles.
set -eu
opa=$1
key=$2
cd "$(dirname "$0")"
"$opa" build -t wasm -r 1 -b hospital -o hospital.bundle.tar.gz \
  -e hospital/decision -e echo/decision -e echo/by_statement -e echo/large -e echo/formatted \
  --signing-alg ES256 --signing-key "$key"
openssl pkey -in "$key" -pubout -out hospital.pub.pem
"$opa" build -t wasm -e clock/decision clock.rego -o clock.bundle.tar.gz
"$opa" build -t wasm -e clock/parts clock.rego -o split.bundle.tar.gz
