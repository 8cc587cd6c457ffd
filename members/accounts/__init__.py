"""Signing in: what the account package asks us to decide, its limits, its second factor, its sessions, its traces."""
