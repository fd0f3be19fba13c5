namespace Busroot.JavaScript.Tests.Language;

/// <summary>ECMAScript 2016, run through Jint.</summary>
public class Es2016Tests
{
    [Fact]
    public void Exponentiation_binds_to_the_right() => JintEngine.Value("2 ** 3 ** 2").Should().Be(512d);

    [Fact]
    public void Exponentiation_can_be_assigned() => JintEngine.Value("let a = 3; a **= 2; a").Should().Be(9d);

    [Fact]
    public void A_parenthesised_sign_may_stand_before_an_exponent() => JintEngine.Value("(-2) ** 2 + 2 ** -1").Should().Be(4.5d);

    [Fact]
    public void Includes_exists() => JintEngine.Value("[1, NaN].includes(NaN)").Should().Be(true);
}
