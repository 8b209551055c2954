package shop.money;

public class Money {
  final int cents;

  public Money(int cents) {
    this.cents = cents;
  }

  public String format() {
    return cents / 100 + "." + cents % 100;
  }
}
