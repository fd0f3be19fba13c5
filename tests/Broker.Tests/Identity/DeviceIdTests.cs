using Busroot.Broker.Identity;

namespace Busroot.Broker.Tests.Identity;

public class DeviceIdTests
{
    [Theory]
    [InlineData("acme/press-1")]
    [InlineData("a/b")]
    [InlineData("AC_me.1:2/00:1B:44-11.3A_b7")]
    public void An_id_of_allowed_characters_is_kept_as_written(string text)
    {
        DeviceId.TryParse(text, out var id, out var problem).Should().BeTrue(problem);

        id.ToString().Should().Be(text);
        (id.Account.ToString() + "/" + id.Device.ToString()).Should().Be(text);
    }

    [Theory]
    [InlineData(null, "one slash")]
    [InlineData("", "one slash")]
    [InlineData("press-1", "one slash")]
    [InlineData("acme/hall/press-1", "one slash")]
    [InlineData("/press-1", "account part is empty")]
    [InlineData("acme/", "device part is empty")]
    [InlineData("acme/+", "'+' at position 1")]
    [InlineData("acme/#", "'#' at position 1")]
    [InlineData("acme/a b", "a space at position 2")]
    [InlineData("acme/\0", "U+0000")]
    [InlineData("ácme/press", "U+00E1")]
    [InlineData("acme/рress", "U+0440")] // a Cyrillic look-alike of p
    [InlineData("acme/%c", "'%'")]
    [InlineData("$share/x", "'$'")]
    [InlineData("dau/press-1", "reserved")]
    [InlineData("signals/press-1", "reserved")]
    public void Anything_else_is_refused_with_what_is_wrong(string? text, string problem)
    {
        DeviceId.TryParse(text, out var id, out var said).Should().BeFalse();

        said.Should().Contain(problem);
        id.Should().Be(default(DeviceId));
    }

    [Fact]
    public void Each_part_ends_at_64_characters()
    {
        var longest = new string('a', 64);

        DeviceId.TryParse($"{longest}/{longest}", out _, out _).Should().BeTrue();
        DeviceId.TryParse($"{longest}a/{longest}", out _, out var account).Should().BeFalse();
        DeviceId.TryParse($"{longest}/{longest}a", out _, out var device).Should().BeFalse();
        account.Should().Contain("65 characters");
        device.Should().Contain("65 characters");
    }

    [Fact]
    public void Ids_are_compared_byte_for_byte() => DeviceId.Parse("acme/p").Should().NotBe(DeviceId.Parse("Acme/p"));

    [Fact]
    public void The_empty_id_has_empty_parts()
    {
        default(DeviceId).ToString().Should().BeEmpty();
        default(DeviceId).Account.Length.Should().Be(0);
        default(DeviceId).Device.Length.Should().Be(0);
    }

    [Fact]
    public void Parse_says_what_is_wrong() =>
        FluentActions.Invoking(() => DeviceId.Parse("acme")).Should().Throw<FormatException>().WithMessage("*acme/press-1*");
}
