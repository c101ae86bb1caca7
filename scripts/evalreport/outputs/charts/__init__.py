"""Charts that Word, PowerPoint and Excel draw themselves, from the plan that the figures of the report are drawn from."""
