package xmlscan_test

import (
	"fmt"

	"github.com/goacd/acd/internal/xmlscan"
)

func ExampleScanner() {
	s, err := xmlscan.New("<Say voice='man'>\n  Hello &amp; welcome\n</Say>", 16)
	var t xmlscan.Token
	for err == nil {
		if err = s.Next(&t); err != nil {
			break
		}
		fmt.Printf("%v %s%q\n", t.Pos, t.Name, t.Data)
		for _, a := range t.Attrs {
			fmt.Printf("  %v %s=%s\n", a.Pos, a.Name, a.Value)
		}
	}
	fmt.Println(err)
	_, err = xmlscan.New("<Say>\x00</Say>", 16)
	fmt.Println(err)
	// Output:
	// 1:1 Say""
	//   1:6 voice=man
	// 1:18 "\n  Hello & welcome\n"
	// 3:1 Say""
	// EOF
	// xmlscan: 1:6: "\x00" is no character of XML 1.0 in UTF-8
}
