"""The strict EC2."""

from moto.ec2.responses import EC2Response


class StrictEC2Response(EC2Response):
    pass
