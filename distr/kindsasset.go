package distr

// The kinds of event about assets. One tells of all that were changed at once: how
// many they are, and which the first of them are.
const (
	AssetsAdded    Kind = "assets.added"    // {assets, count, total, first}: how many, by how much the count has grown, to how much, and the first five
	AssetsArchived Kind = "assets.archived" // {assets, count, total, first}: the same, by how much it has shrunk
)

// firstAssets is how many assets an event names.
const firstAssets = 5
