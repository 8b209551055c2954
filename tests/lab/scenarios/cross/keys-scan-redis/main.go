// catalog-api: answers from Redis, and gives it 300 ms.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

func ask(address, command string) (string, error) {
	conn, err := net.DialTimeout("tcp", address, 300*time.Millisecond)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(300 * time.Millisecond))
	fmt.Fprintf(conn, "CLIENT SETNAME catalog-api\r\n%s\r\n", command)
	reader := bufio.NewReader(conn)
	if _, err = reader.ReadString('\n'); err != nil {
		return "", err
	}
	return reader.ReadString('\n')
}

func main() {
	log.SetFlags(log.LstdFlags | log.Lmicroseconds | log.LUTC)
	log.SetOutput(os.Stdout)
	http.HandleFunc("/product/", func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		if _, err := ask("127.0.0.1:"+os.Args[2], "GET product:1042"); err != nil {
			log.Printf("[ERROR] catalog-api: cache get product:1042: %v (after %s)", err, time.Since(started).Round(time.Millisecond))
			http.Error(w, `{"error":"cache unavailable"}`, 503)
			return
		}
		fmt.Fprint(w, `{"id":1042,"name":"kettle"}`)
	})
	log.Printf("[INFO] catalog-api: listening on :%s", os.Args[1])
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}
