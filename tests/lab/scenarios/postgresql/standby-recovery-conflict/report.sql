begin isolation level repeatable read;
select count(*) from daily_sales;
select pg_sleep(5);
select shop, sum(amount) from daily_sales group by shop order by 2 desc limit 10;
commit;
