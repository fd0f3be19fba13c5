using System.Text;
using Busroot.Mqtt.Topics;

namespace Busroot.Mqtt.Tests.Topics;

public class TopicNameTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData("//", true)]
    [InlineData(" ", true)]
    [InlineData("busroot/v1/dau/acme/press-1", true)]
    [InlineData("$SYS/x", true)]
    [InlineData("$", true)]
    [InlineData("", false)]
    [InlineData("#", false)]
    [InlineData("a/#", false)]
    [InlineData("a+b", false)]
    [InlineData("a\0b", false)]
    public void A_name_has_no_wildcards_and_is_not_empty(string topic, bool valid) => TopicName.IsValid(Encoding.UTF8.GetBytes(topic)).Should().Be(valid);

    [Fact]
    public void The_longest_name_is_65_535_bytes()
    {
        TopicName.IsValid(Enumerable.Repeat((byte)'/', 65_535).ToArray()).Should().BeTrue();
        TopicName.IsValid(Enumerable.Repeat((byte)'/', 65_536).ToArray()).Should().BeFalse();
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("/", 2)]
    [InlineData("a/b/c", 3)]
    public void Levels_are_counted(string topic, int levels) => TopicName.CountLevels(Encoding.UTF8.GetBytes(topic)).Should().Be(levels);
}
