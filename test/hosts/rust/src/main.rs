// Evaluates the cases of a file with the `opa-wasm` crate, under wasmtime: without data, then with them. Prints one
// line for each: the result set, or `trap`.
use anyhow::{Context, Result};
use opa_wasm::{wasmtime::{Config, Engine, Module, Store}, Policy, Runtime};
use serde_json::Value;

async fn evaluate_all<C: opa_wasm::EvaluationContext>(
    policy: &Policy<C>,
    store: &mut Store<()>,
    cases: &[Value],
) -> Result<()> {
    for case in cases {
        let entrypoint = case["entrypoint"].as_str().context("entrypoint")?;
        match policy.evaluate::<_, Value, _>(&mut *store, entrypoint, &case["input"]).await {
            Ok(results) => println!("{results}"),
            Err(_) => println!("trap"),
        }
    }
    Ok(())
}

async fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let wasm = std::fs::read(arguments.next().context("module")?)?;
    let cases: Value = serde_json::from_slice(&std::fs::read(arguments.next().context("cases")?)?)?;
    let evaluations = cases["evaluations"].as_array().context("evaluations")?;
    let engine = Engine::new(&Config::new())?;
    let module = Module::new(&engine, wasm)?;

    let mut store = Store::new(&engine, ());
    let runtime = Runtime::new(&mut store, &module).await?;
    let policy = runtime.without_data(&mut store).await?;
    evaluate_all(&policy, &mut store, evaluations).await?;

    let mut store = Store::new(&engine, ());
    let runtime = Runtime::new(&mut store, &module).await?;
    let policy = runtime.with_data(&mut store, &cases["data"]).await?;
    evaluate_all(&policy, &mut store, evaluations).await
}

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().build()?.block_on(run())
}
