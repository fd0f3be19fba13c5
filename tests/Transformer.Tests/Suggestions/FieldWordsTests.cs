using System.Collections.Frozen;
using Busroot.Transformer.Suggestions;

namespace Busroot.Transformer.Tests.Suggestions;

public class FieldWordsTests
{
    [Theory]
    [InlineData("GoodCnt", "good")]
    [InlineData("goodcount", "good")]
    [InlineData("production_complete_good", "good")]
    [InlineData("diGood", "good")]
    [InlineData("kWh1", "kwh")]
    [InlineData("total_energy_consumption_kwh", "kwh")]
    [InlineData("dWh", "wh")]
    [InlineData("ENERGY", "energy")]
    [InlineData("aenergy", "aenergy")]
    [InlineData("xRun", "run")]
    [InlineData("NG", "ng")]
    [InlineData("REJ", "rej")]
    [InlineData("Stück-Gut", "stück")]
    public void A_name_is_taken_apart(string name, string word) => FieldWords.Of([name]).Has(Set(word)).Should().BeTrue();

    [Theory]
    [InlineData("what", "wh")]
    [InlineData("book", "ok")]
    [InlineData("ring", "ng")]
    public void A_short_word_within_another_is_none(string name, string word) => FieldWords.Of([name]).Has(Set(word)).Should().BeFalse();

    [Fact]
    public void A_name_that_says_nothing_leaves_it_to_the_one_before()
    {
        FieldWords.Of(["machine", "parts", "value"]).Has(Set("parts")).Should().BeTrue();
        FieldWords.Of(["machine", "parts", "value"]).HasAround(Set("machine")).Should().BeTrue();
        FieldWords.Of(["energy", "power"]).Has(Set("energy")).Should().BeFalse();
        FieldWords.Of([]).HasAround(Set("energy")).Should().BeFalse();
    }

    [Fact]
    public void An_input_is_a_letter_and_a_number()
    {
        FieldWords.Of(["c1"]).IsNumbered(Set("c")).Should().BeTrue();
        FieldWords.Of(["c"]).IsNumbered(Set("c")).Should().BeFalse();
        FieldWords.Of(["p1c1"]).IsNumbered(Set("c")).Should().BeFalse();
    }

    private static FrozenSet<string> Set(string word) => new[] { word }.ToFrozenSet(StringComparer.Ordinal);
}
