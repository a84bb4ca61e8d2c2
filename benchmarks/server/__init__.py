"""What is thrown at a running server: rough senders, a fuzzer, others' clients; and the pictures of its pages."""
