"""The intermediate representation: nodes, walks over them, what drugs deliver, and the nodes in words."""
