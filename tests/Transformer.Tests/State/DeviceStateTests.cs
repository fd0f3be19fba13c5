using System.Text;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.State;

public class DeviceStateTests
{
    [Fact]
    public void A_copy_begins_with_what_is_remembered_and_goes_its_own_way()
    {
        var state = new DeviceState();
        state.Replace("acme/a", """{"n":1}"""u8);
        state.Load("acme/b", """{"m":2}"""u8.ToArray());

        var copy = state.Copy();
        copy.TryTakeChange(out _, out _).Should().BeFalse("nothing of it is new");
        copy.Replace("acme/a", """{"n":50}"""u8);
        state.Replace("acme/b", "{}"u8);

        Text(state).Should().Equal("""acme/a {"n":1}""");
        Text(copy).Should().Equal("""acme/a {"n":50}""", """acme/b {"m":2}""");
        (state.Bytes, copy.Bytes).Should().Be((7, 15));
    }

    private static IEnumerable<string> Text(DeviceState state) => state.Entries.Select(entry => $"{entry.RuleId} {Encoding.UTF8.GetString(entry.Json.Span)}");
}
