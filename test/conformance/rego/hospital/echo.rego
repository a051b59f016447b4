# Answers with whatever JSON a claim of the identity, or else the text of the statement, holds: every shape that a decision must not have.
package echo

decision := json.unmarshal(input.identity.claims.decision)

by_statement := json.unmarshal(input.statement.text)

by_statement := {"effect": "allow", "reason": "no statement"} if not input.statement

# Needs more memory than a policy is given.
large := {"effect": "allow", "reason": sprintf("%d", [count(numbers.range(1, 100000000))])} if input.identity.user == "large"

large := {"effect": "allow", "reason": "small"} if input.identity.user != "large"

# A format that the host's `sprintf` does not know makes it throw through the module.
formatted := {"effect": "allow", "reason": sprintf(input.identity.claims.format, ["x"])}
