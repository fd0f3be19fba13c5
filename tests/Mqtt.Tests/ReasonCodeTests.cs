namespace Busroot.Mqtt.Tests;

public class ReasonCodeTests
{
    [Fact]
    public void Zero_is_called_Success_in_a_log() => ((ReasonCode)0).ToString().Should().Be("Success");
}
