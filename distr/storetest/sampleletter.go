package storetest

import (
	"encoding/json"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

func letterOf(mark string) distr.Letter {
	return distr.Letter{
		ID: letterID, Event: eventID, Customer: customerID, To: address, Template: "invitation", Member: memberID,
		Data:  json.RawMessage(fmt.Sprintf(`{"by": %q,  "z":1,"a":[]}`, mark)),
		State: distr.LetterWaiting, Attempts: 3, Next: at(30), Sent: at(31), MessageID: "<ltr@" + hexadecimal(mark) + ">",
		Subject: "Come, says " + mark, Error: "refused by " + mark, Created: at(32), Holder: "rnd_" + mark, Until: at(33),
	}
}

func mailOf(mark string) distr.MailSettings {
	return distr.MailSettings{
		From: "letters@acme.example", Name: "Letters of " + mark, ReplyTo: "help@acme.example",
		Domain: "acme.example", Selector: "s1", Public: []byte("\x00public of " + mark), Private: []byte("\x00sealed for " + mark),
	}
}
