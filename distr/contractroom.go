package distr

// A ContractView is a customer's room with licenses and their use, to be read.
type ContractView interface{}

// A ContractTx is the same, open for changes.
type ContractTx interface{}
