"""What the server gives a tablet: the app's shell and files (`shell`), and its wire (`api`)."""
