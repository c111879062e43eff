"""What is kept between runs: the folder, what was asked for, what a merchant changed."""
