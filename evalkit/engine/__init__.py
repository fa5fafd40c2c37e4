"""From a description to a report card: measure, observe, assess, aggregate, and how sure it is."""
