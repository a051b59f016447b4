# A small policy as a team that already writes Rego would have it. The wards and their staff are in data.json.
package hospital

default effect := "allow"

effect := "block" if blocks

effect := "approve" if {
	not blocks
	exports
}

blocks if input.statement.command == "DROP"

exports if {
	input.statement.command == "COPY"
	not trusted
}

trusted if {
	some group in input.identity.groups
	group in data.hospital.trusted_groups
}

default reason := "the hospital allows it"

reason := "tables are dropped by migrations only" if blocks
reason := sprintf("exports need the %s", [data.hospital.export_office]) if effect == "approve"

rules contains "no_drop" if blocks
rules contains "exports" if exports
rules contains "names_hidden" if not trusted

approvals contains {
	"rule": "exports",
	"group": data.hospital.export_office,
	"within_ms": 1800000,
} if effect == "approve"

# Only identity, session and target: a mask belongs to a session.
masks contains {"member": "phi.name", "transform": "redact", "rule": "names_hidden"} if not trusted
masks contains {"member": "phi.ssn", "transform": "keep last 2", "rule": "names_hidden"} if not trusted

decision := {
	"effect": effect,
	"reason": reason,
	"rules": rules,
	"approvals": approvals,
	"masks": masks,
}
