using System.Globalization;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Tests.Profiles;

public class SentinelsTests
{
    [Theory]
    [InlineData("10.5 -1 11 -1", "-1 2")]
    [InlineData("-60 -65 -1 -61", "-1 1")]
    [InlineData("120 130 65535 128", "65535 1")]
    [InlineData("21.5 32767 21.6", "32767 1")]
    [InlineData("-12 -9999 -11", "-9999 1")]
    [InlineData("15774.4 15774.4 0 15774.5 15774.6", "0 1")]
    [InlineData("-1 -1", "-1 2")]
    public void A_number_that_stands_alone_is_no_value(string values, string expected) => Of(values).Should().Be(expected);

    [Theory]
    [InlineData("65533 65534 65535 0 1", "a counter passes through it")]
    [InlineData("3 0 5 0", "increments return to 0")]
    [InlineData("-3 -2 -1 0 1", "a temperature passes through it")]
    [InlineData("250 251 255 240", "a value near others")]
    [InlineData("0 0 0", "nothing else is there")]
    public void A_number_among_others_is_a_value(string values, string because) => Of(values).Should().BeEmpty(because);

    private static string Of(string values) => string.Join(", ", Sentinels.Find([.. values.Split(' ').Select(value => new Sample(0, double.Parse(value, CultureInfo.InvariantCulture)))])
        .Select(entry => $"{FieldProfile.Number(entry.Key)} {entry.Value}"));
}
