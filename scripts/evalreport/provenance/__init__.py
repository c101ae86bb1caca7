"""What a result was made from: the code, data files and packages behind each rule, and the guard that holds a job to them."""
