"""Which colour stands on which: the pairs of the design, by the names of their variables."""

TEXT_ON_GROUND = [
    *[("--ink", ground) for ground in ("--paper", "--surface", "--surface-2", "--info-tint", "--selected-tint")],
    *[("--ink", tint) for tint in ("--error-tint", "--ok-tint", "--few-tint", "--wait-tint", "--changed-tint")],
    *[("--ink-2", ground) for ground in ("--paper", "--surface", "--surface-2", "--info-tint")],
    *[("--action", ground) for ground in ("--paper", "--surface", "--surface-2", "--info-tint", "--selected-tint")],
    *[(state, "--surface") for state in ("--action-hover", "--action-active", "--visited", "--error")],
    *[("--on-action", fill) for fill in ("--action", "--action-hover", "--action-active")],
    *[(state, "--selected-tint") for state in ("--action-hover", "--action-active")],
    ("--error-text", "--surface"),
    ("--visited", "--paper"),
    ("--error", "--paper"),
    ("--error-text", "--error-tint"),
    ("--on-error", "--error"),
    ("--ok", "--ok-tint"),
    ("--on-ok", "--ok"),
    ("--few", "--few-tint"),
    ("--wait", "--wait-tint"),
    ("--free", "--free-tint"),
    ("--changed", "--changed-tint"),
    ("--saturday", "--info-tint"),
    ("--sunday", "--error-tint"),
    ("--on-lacquer", "--lacquer"),
]
CONTROLS_AND_MARKS = [
    *[("--line", ground) for ground in ("--paper", "--surface", "--surface-2")],
    *[("--action", ground) for ground in ("--paper", "--surface", "--surface-2")],
    ("--gold", "--lacquer"),
    ("--error", "--surface"),
    ("--ok", "--paper"),
    ("--few", "--paper"),
    ("--wait", "--paper"),
]
