"""The desk's pages on what may leave: gate, tables, what we heard, quotations, plan, ledger."""
