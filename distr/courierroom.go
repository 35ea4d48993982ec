package distr

import "time"

// A CourierView is a vendor's room with what couriers work by, to be read: how far each
// has come with the events, the letters, and the endpoints that are told.
type CourierView interface {
	// Post is how far a courier has come; zero if there is none of that name.
	Post(courier string) (Post, error)
	// Posts lists all of them by name, in byte order.
	Posts() ([]Post, error)
	// Letter and Letters are what is to be sent, and what was; Letters are listed
	// oldest first, and of one instant by ID, ascending in byte order. Which of
	// them a query lists is said by LetterQuery.Selects.
	Letter(LetterID) (Letter, error)
	Letters(LetterQuery) ([]Letter, error)
	// LetterTemplates lists what replaces the program's own, by name, in byte
	// order.
	LetterTemplates() ([]LetterTemplate, error)
	// MailSettings are the zero value if they were never set.
	MailSettings() (MailSettings, error)
	// Endpoints lists who is told what happens.
	Endpoints() ([]Endpoint, error)
	// Deliveries lists the attempts to tell them by ID, ascending in byte order.
	// Which ones a query lists is said by DeliveryQuery.Selects.
	Deliveries(DeliveryQuery) ([]Delivery, error)
}

// A CourierTx is the same, open for changes.
type CourierTx interface {
	// PutPost adds a courier or replaces what is kept of it. It does not raise
	// the version.
	PutPost(Post) error
	// RemovePost is a tenant.ErrNotFound if there is none of that name. It does
	// not raise the version.
	RemovePost(courier string) error
	// PutLetter adds a letter or replaces it. It does not raise the version.
	PutLetter(Letter) error
	// RemoveLetters removes the letters of which Letter.Over says that they were
	// before this, and is no error if none was. It does not raise the version.
	RemoveLetters(before time.Time) error
	// PutLetterTemplate adds a template or replaces it.
	PutLetterTemplate(LetterTemplate) error
	// RemoveLetterTemplate is a tenant.ErrNotFound if there is none of that name.
	RemoveLetterTemplate(name string) error
	// SetMailSettings replaces all of them.
	SetMailSettings(MailSettings) error
	// PutEndpoint adds an endpoint or replaces it. It does not raise the version.
	PutEndpoint(Endpoint) error
	// RemoveEndpoint removes an endpoint and all deliveries to it. It is a
	// tenant.ErrNotFound if there is none of that ID. It does not raise the
	// version.
	RemoveEndpoint(EndpointID) error
	// PutDeliveries adds deliveries, and replaces those that are there; of
	// several of one ID in the list the last one counts. Whether there is such
	// an endpoint is not asked. It does not raise the version.
	PutDeliveries([]Delivery) error
	// RemoveDeliveries removes all whose ID is less than this one, and is no
	// error if none is. It does not raise the version.
	RemoveDeliveries(before DeliveryID) error
}
