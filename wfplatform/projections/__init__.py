"""Views: what people and programs want to know, folded from an execution's events.

Folds know nothing of where events come from or where views are kept. Each fold is a plain record that takes one event
after another (`add`) and gives a view at any time (`view`); it can be written down between two events and go on
later, so that a projector never has to read a history twice. Statuses come from `events.status` alone.
"""
