-- Let messages leave again. No parameter. Column: reason, of each hold that ends.
delete from hold returning reason
