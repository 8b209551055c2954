// pricing-api: prices with tax. Flags are read anew from a file when it changes, as the flag agent writes it.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime/debug"
	"time"
)

type flags map[string]int

type rate struct{ percent float64 }

var current flags
var regionsV2 = map[string]*rate{"DE": {19}, "FR": {20}}

func read(path string) flags {
	found := flags{}
	text, _ := os.ReadFile(path)
	_ = json.Unmarshal(text, &found)
	return found
}

func say(level, format string, args ...any) {
	fmt.Printf("time=%s level=%s app=pricing-api version=5.12.3 %s\n", time.Now().UTC().Format(time.RFC3339Nano), level, fmt.Sprintf(format, args...))
}

func lookupV2(region string) float64 { return regionsV2[region].percent }

func main() {
	log.SetFlags(0)
	path := os.Args[2]
	current = read(path)
	say("info", `msg="listening" addr=127.0.0.1:%s flags=%d`, os.Args[1], len(current))
	go func() {
		for range time.Tick(500 * time.Millisecond) {
			next := read(path)
			for name, value := range next {
				if current[name] != value {
					say("info", `msg="flag changed" flag=%s from=%d%% to=%d%% source=flag-agent`, name, current[name], value)
				}
			}
			current = next
		}
	}()
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, `{"status":"ok"}`) })
	http.HandleFunc("/v1/price", func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		region := r.URL.Query().Get("region")
		defer func() {
			if failure := recover(); failure != nil {
				say("error", `msg="panic serving request" path=/v1/price region=%s tax_engine=v2 err=%q`, region, fmt.Sprint(failure))
				fmt.Printf("%s", debug.Stack())
				http.Error(w, `{"error":"internal"}`, 500)
			}
		}()
		tax := 13.0
		if current["use_tax_engine_v2"] > 0 {
			tax = lookupV2(region)
		}
		fmt.Fprintf(w, `{"sku":"A-100","net":199.00,"tax":%.2f}`, tax*1.99)
		say("info", `msg="request" path=/v1/price region=%s status=200 ms=%d`, region, time.Since(started).Milliseconds())
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
