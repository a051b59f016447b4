# Asks for functions that no WASM host has, or that are not to be run on texts that clients choose.
package clock

decision := {"effect": "allow", "reason": "early"} if time.now_ns() < 0

parts := {"effect": "allow", "reason": "split"} if count(regex.split("(a+)+$", input.statement.text)) > 0
