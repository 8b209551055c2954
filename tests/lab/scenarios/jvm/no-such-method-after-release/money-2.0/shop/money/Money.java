package shop.money;

public class Money {
  final int cents;

  public Money(int cents) {
    this.cents = cents;
  }

  public Money rounded(int to) {
    return new Money(cents / to * to);
  }

  public String format() {
    return cents / 100 + "." + cents % 100;
  }
}
