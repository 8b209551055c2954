# shop_lb BALANCE: starts the load balancer.
shop_lb() {
  haproxy_up "backend app
  balance $1
  server app-1 127.0.0.1:$LAB_PORT_2 maxconn 4 check inter 1s
  server app-2 127.0.0.1:$LAB_PORT_3 maxconn 4 check inter 1s
  server app-3 127.0.0.1:$LAB_PORT_4 maxconn 4 check inter 1s
  server app-4 127.0.0.1:$LAB_PORT_5 maxconn 4 check inter 1s"
}
