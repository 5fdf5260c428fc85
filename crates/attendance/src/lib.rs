//! The delegate's verbs: register, withdraw.
