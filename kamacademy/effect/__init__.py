"""Whether training moved a KPI: estimates with their uncertainty, and refusals where the data cannot say."""
