"""What is asked about the robustness of results, and what is answered."""
